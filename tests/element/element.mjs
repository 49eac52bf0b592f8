// Clients that do with encryption what Element does, being made of the same parts: matrix-js-sdk and its rust crypto.
// Commands come in as JSON lines ({id, who, command, ...}), answers go out as JSON lines ({id, result} or {id, error}).
// Everybody is a client of their own; to load the program takes longer than all that one of them says in a test.

import { createInterface } from "node:readline";

const stderr = (...words) => process.stderr.write(`${words.map(String).join(" ")}\n`);
for (const level of ["log", "info", "debug", "warn", "error", "trace"]) console[level] = stderr;

// A browser's page goes on after these.
process.on("unhandledRejection", stderr);
process.on("uncaughtException", stderr);

// What matrix-js-sdk 43 uses of Node 22, for whoever has Node 20.
Promise.withResolvers ??= function withResolvers() {
    const parts = {};
    parts.promise = new this((resolve, reject) => Object.assign(parts, { resolve, reject }));
    return parts;
};

const sdk = await import("matrix-js-sdk");
const { CryptoEvent, OnlySignedDevicesIsolationMode, VerificationPhase, VerifierEvent } =
    await import("matrix-js-sdk/lib/crypto-api/index.js");

const ENCRYPTED = {
    type: "m.room.encryption",
    state_key: "",
    content: { algorithm: "m.megolm.v1.aes-sha2" },
};

async function until(what, seconds) {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
        const found = await what();
        if (found || Date.now() > deadline) return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

async function compare(request) {
    const sas = await until(() => request.verifier ?? (request.phase === VerificationPhase.Ready && request.startVerification("m.sas.v1")), 20);
    if (!sas) throw new Error(`verification did not begin, phase ${request.phase}`);
    const verified = sas.verify();
    const shown = await new Promise((resolve, reject) => {
        verified.catch(reject);
        const callbacks = sas.getShowSasCallbacks();
        if (callbacks) resolve(callbacks);
        else sas.once(VerifierEvent.ShowSas, resolve);
    });
    await shown.confirm();
    await verified;
    if (!(await until(() => request.phase === VerificationPhase.Done, 20))) throw new Error(`phase ${request.phase}`);
    return shown.sas.emoji.map(([symbol]) => symbol);
}

function person() {
    let client;
    let crypto;
    const pending = [];

    async function described(event) {
        await client.decryptEventIfNeeded(event);
        const info = event.isEncrypted() ? await crypto.getEncryptionInfoForEvent(event) : null;
        return {
            id: event.getId(),
            sender: event.getSender(),
            type: event.getType(),
            content: event.getContent(),
            encrypted: event.isEncrypted(),
            unreadable: event.isDecryptionFailure() ? (event.decryptionFailureReason ?? "UNKNOWN") : null,
            shield: info === null ? null : info.shieldColour,
            reason: info === null ? null : info.shieldReason,
        };
    }

    const commands = {
        async start({ homeserver, user, password, legacy, second }) {
            const login = await sdk.createClient({ baseUrl: homeserver }).loginRequest({
                type: "m.login.password",
                identifier: { type: "m.id.user", user },
                password,
            });
            client = sdk.createClient({
                baseUrl: homeserver,
                userId: login.user_id,
                deviceId: login.device_id,
                accessToken: login.access_token,
            });
            await client.initRustCrypto({ useIndexedDB: false });
            crypto = client.getCrypto();
            crypto.setTrustCrossSignedDevices(true);
            if (!legacy) crypto.setDeviceIsolationMode(new OnlySignedDevicesIsolationMode());
            const uploadKeys = (ask) =>
                ask({ type: "m.login.password", identifier: { type: "m.id.user", user: login.user_id }, password });
            if (!second) await crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: uploadKeys });
            await client.startClient({ initialSyncLimit: 100, lazyLoadMembers: true });
            await until(() => client.isInitialSyncComplete(), 30);
            client.on(CryptoEvent.VerificationRequestReceived, (request) => pending.push(request));
            return { user: login.user_id, device: login.device_id, version: crypto.getVersion() };
        },
        async openChat({ people, version, group }) {
            const { room_id } = await client.createRoom({
                preset: sdk.Preset.PrivateChat,
                is_direct: !group,
                invite: people,
                initial_state: [ENCRYPTED],
                room_version: version,
            });
            await until(() => client.getRoom(room_id)?.hasEncryptionStateEvent(), 20);
            return room_id;
        },
        async version({ room }) {
            return client.getRoom(room).getVersion();
        },
        async join({ room, within = 20 }) {
            if (!(await until(() => client.getRoom(room)?.getMyMembership() === "invite", within))) throw new Error("no invite");
            await client.joinRoom(room);
            await until(() => client.getRoom(room)?.getMyMembership() === "join", within);
            return room;
        },
        async knock({ room }) {
            await client.knockRoom(room);
            return until(() => client.getRoom(room)?.getMyMembership() === "knock", 20);
        },
        async membership({ room }) {
            return client.getRoom(room)?.getMyMembership() ?? "leave";
        },
        async invitations() {
            return client.getRooms().filter((room) => room.getMyMembership() === "invite").map((room) => room.roomId);
        },
        async awaitMember({ room, user, membership = "join", within = 20 }) {
            const there = await until(() => client.getRoom(room)?.getMember(user)?.membership === membership, within);
            if (!there) throw new Error(`${user} did not come`);
            return true;
        },
        async leave({ room }) {
            await client.leave(room);
            return true;
        },
        async awaitGone({ room, user, within = 20 }) {
            return until(() => client.getRoom(room)?.getMember(user)?.membership === "leave", within);
        },
        async invite({ room, user }) {
            await client.invite(room, user);
            return true;
        },
        async send({ room, text }) {
            const { event_id } = await client.sendTextMessage(room, text);
            return event_id;
        },
        async sendFile({ room, name, content, caption }) {
            const { subtle } = globalThis.crypto;
            const clear = Buffer.from(content, "base64");
            const key = await subtle.generateKey({ name: "AES-CTR", length: 256 }, true, ["encrypt", "decrypt"]);
            const iv = new Uint8Array(16);
            globalThis.crypto.getRandomValues(iv.subarray(0, 8));
            const sealed = await subtle.encrypt({ name: "AES-CTR", counter: iv, length: 64 }, key, clear);
            const digest = await subtle.digest("SHA-256", sealed);
            const unpadded = (bytes) => Buffer.from(bytes).toString("base64").replace(/=+$/, "");
            const { content_uri } = await client.uploadContent(new Blob([sealed]), { type: "application/octet-stream" });
            const file = {
                v: "v2",
                url: content_uri,
                key: await subtle.exportKey("jwk", key),
                iv: unpadded(iv),
                hashes: { sha256: unpadded(digest) },
            };
            const info = { mimetype: "text/csv", size: clear.length };
            const said = { msgtype: "m.file", body: caption || name, filename: name, file, info };
            const { event_id } = await client.sendEvent(room, "m.room.message", said);
            return event_id;
        },
        async edit({ room, event, text }) {
            const now = { msgtype: "m.text", body: text };
            const relation = { rel_type: "m.replace", event_id: event };
            const content = { ...now, body: `* ${text}`, "m.new_content": now, "m.relates_to": relation };
            const { event_id } = await client.sendEvent(room, "m.room.message", content);
            return event_id;
        },
        async react({ room, event, key }) {
            const content = { "m.relates_to": { rel_type: "m.annotation", event_id: event, key } };
            const { event_id } = await client.sendEvent(room, "m.reaction", content);
            return event_id;
        },
        // The reactions of others to a message.
        async signs({ room, event }) {
            const events = client.getRoom(room)?.getLiveTimeline().getEvents() ?? [];
            const others = events.filter((each) => each.getType() === "m.reaction" && each.getSender() !== client.getUserId());
            return others.map((each) => each.getRelation()).filter((to) => to?.event_id === event).map((to) => to.key);
        },
        async messages({ room }) {
            const events = client.getRoom(room)?.getLiveTimeline().getEvents() ?? [];
            const said = events.filter((event) => event.getWireType() === "m.room.encrypted" || event.getType() === "m.room.message");
            return Promise.all(said.map(described));
        },
        async hear({ room, text, within = 20 }) {
            const found = await until(async () => {
                const all = await commands.messages({ room });
                return all.find((message) => message.content.body === text);
            }, within);
            if (!found) throw new Error(`not heard: ${text}; but ${JSON.stringify(await commands.messages({ room }))}`);
            return found;
        },
        async awaitVerified({ user, within = 20 }) {
            return Boolean(await until(async () => (await crypto.getUserVerificationStatus(user)).isVerified(), within));
        },
        async trust({ user, device }) {
            const devices = await crypto.getUserDeviceInfo([user], true);
            const status = await crypto.getDeviceVerificationStatus(user, device);
            const person = await crypto.getUserVerificationStatus(user);
            return {
                devices: [...(devices.get(user)?.keys() ?? [])],
                signed: status?.signedByOwner ?? false,
                verified: person.isVerified(),
            };
        },
        async verifyInRoom({ room, user }) {
            return compare(await crypto.requestVerificationDM(user, room));
        },
        async verifyDevice({ user, device }) {
            return compare(await crypto.requestDeviceVerification(user, device));
        },
        async answerVerification({ within = 20 }) {
            const request = await until(() => pending.shift(), within);
            if (!request) throw new Error("nobody asked");
            await request.accept();
            return compare(request);
        },
        async stop() {
            client?.stopClient();
            return true;
        },
    };

    return commands;
}

const people = new Map();

async function obey(line) {
    const { id, who, command, ...rest } = JSON.parse(line);
    const answer = (body) => process.stdout.write(`${JSON.stringify({ id, ...body })}\n`);
    try {
        if (!people.has(who)) people.set(who, person());
        answer({ result: (await people.get(who)[command](rest)) ?? null });
        if (command === "stop") people.delete(who);
    } catch (error) {
        answer({ error: `${error?.stack ?? error}` });
    }
}

createInterface({ input: process.stdin }).on("line", (line) => void obey(line)).on("close", () => process.exit(0));
