# JupyterLab with Thaw's kernel, for one person: docker run -p 8888:8888 thaw

# Everything that is downloaded comes in the first stage.
FROM node:22-slim AS build
RUN npm install --global deno@2.9.6
ENV DENO_DIR=/opt/deno
WORKDIR /opt/thaw
COPY . .
RUN deno cache lib/mod.ts kernel/main.ts kernel/thaw.ts install.ts \
    && deno eval 'Deno.copyFileSync(Deno.execPath(), "/opt/deno-program")'

FROM python:3.12-slim
RUN useradd --create-home --uid 1000 thaw
COPY --from=build /opt/deno-program /usr/local/bin/deno
COPY --from=build --chown=thaw /opt/deno /opt/deno
COPY --from=build --chown=thaw /opt/thaw /opt/thaw
RUN chmod 755 /usr/local/bin/deno && pip install --no-cache-dir jupyterlab==4.6.6
ENV DENO_DIR=/opt/deno
WORKDIR /opt/thaw
RUN deno run -A install.ts --sys-prefix --widgets
RUN chown -R thaw /opt/deno
USER thaw
WORKDIR /home/thaw
EXPOSE 8888
HEALTHCHECK --start-period=20s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8888/api', timeout=3)"]
CMD ["jupyter", "lab", "--ip=0.0.0.0", "--no-browser", "--ServerApp.root_dir=/opt/thaw/notebooks"]
