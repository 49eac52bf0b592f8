"""Matrix, as the settings name it: made, logged in, and not started yet. Imported only where it is used."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.clock import Clock
from bot.core.errors import NotYet, Stop
from bot.core.ids import NativeId
from bot.platforms.matrix.client import LoggedIn, log_in
from bot.platforms.matrix.encryption.encryption import Encryption
from bot.platforms.matrix.inspection import MatrixInspection
from bot.platforms.matrix.platform import MatrixPlatform
from bot.platforms.matrix.wire import MatrixRefusal, MatrixTrouble
from bot.storage.crypto_store_keychain import DatabaseKeychain
from bot.storage.database import Database
from config.settings import Matrix


async def make_matrix(
    settings: Matrix, database: Database, clock: Clock, *, groups: Callable[[NativeId], bool]
) -> MatrixPlatform:
    """Logs in at the first start alone: the device and its token are kept in the database.

    Raises `Stop` for a wrong password, `NotYet` while the homeserver does not answer.
    """
    keychain = DatabaseKeychain(database)
    login = await _login(settings, keychain)
    password = None if settings.password is None else settings.password.get_secret_value()
    crypto = Encryption(keychain, password=password)
    return MatrixPlatform(settings.homeserver, settings.user, login, groups=groups, now=clock.now, crypto=crypto)


async def inspect_matrix(settings: Matrix, database: Database | None) -> MatrixInspection:
    """With the login that the bot has; without one, with one that is given up again at the end.

    Raises `Stop` for a wrong password, `NotYet` while the homeserver does not answer.
    """
    kept = await _kept(settings, None if database is None else DatabaseKeychain(database))
    login = kept or await _log_in(settings)
    return MatrixInspection(settings.homeserver, settings.user, login, for_now=kept is None)


async def _kept(settings: Matrix, keychain: DatabaseKeychain | None) -> LoggedIn | None:
    if settings.token is not None and settings.device is not None:
        return LoggedIn(settings.device, settings.token.get_secret_value())
    kept = None if keychain is None else await keychain.load(f"login {settings.user}")
    return LoggedIn(kept["device"], kept["token"]) if kept else None


async def _login(settings: Matrix, keychain: DatabaseKeychain) -> LoggedIn:
    kept = await _kept(settings, keychain)
    if kept is not None:
        return kept
    login = await _log_in(settings)
    await keychain.write(f"login {settings.user}", {"device": login.device, "token": login.token})
    return login


async def _log_in(settings: Matrix) -> LoggedIn:
    assert settings.password is not None, "the settings have a password where they have no token"
    try:
        return await log_in(settings.homeserver, settings.user, settings.password.get_secret_value())
    except MatrixRefusal:
        raise Stop(
            "The homeserver does not accept MATRIX_USER with MATRIX_PASSWORD. Look at both, and at MATRIX_HOMESERVER."
        ) from None
    except MatrixTrouble:
        raise NotYet(f"The homeserver {settings.homeserver} does not answer.") from None
