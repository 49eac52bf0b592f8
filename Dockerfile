FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /hallkeeper
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY bot ./bot
COPY handlers ./handlers
COPY config ./config
COPY locales ./locales
RUN useradd --create-home keeper && mkdir /data && chown keeper /data
USER keeper
VOLUME /data
ENV DATABASE_URL=sqlite:////data/hallkeeper.db
CMD ["sh", "-c", "python -m bot migrate && exec python -m bot run"]
