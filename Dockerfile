# docker build -t captionkit . && docker run --rm -v "$PWD:/data" captionkit caption talk.txt -o out/ --to srt
FROM python:3.12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ffmpeg \
 && rm -rf /var/lib/apt/lists/*
COPY pyproject.toml constraints.txt README.md LICENSE /src/
COPY src /src/src
RUN pip install --no-cache-dir -c /src/constraints.txt '/src[cjk,http]' && rm -rf /src
RUN useradd --create-home captionkit
USER captionkit
WORKDIR /data
ENTRYPOINT ["captionkit"]
