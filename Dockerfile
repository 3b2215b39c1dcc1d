# syntax=docker/dockerfile:1
# One image for the six services, the migrator and the secrets' generator: only the command differs.
#   docker build --tag parley .
#   docker run --env-file .env parley node services/messaging/src/main.ts
ARG NODE_IMAGE=node:24.21.0-trixie-slim

# What browsers load, built with tools that the image does without.
FROM ${NODE_IMAGE} AS apps
WORKDIR /parley
COPY package.json ./
RUN npm install --global --no-fund --no-audit "$(node -p 'require("./package.json").packageManager')"
COPY . .
RUN --mount=type=cache,target=/pnpm-store \
    pnpm install --frozen-lockfile --config.pm-on-fail=ignore --store-dir=/pnpm-store --filter='{./apps/*}...' --filter='@parley/local'
RUN node infra/local/build-apps.ts

FROM ${NODE_IMAGE} AS build
WORKDIR /parley
COPY package.json ./
RUN npm install --global --no-fund --no-audit "$(node -p 'require("./package.json").packageManager')"
COPY . .
# Workspace links, never `pnpm deploy`: Node strips no types below node_modules.
RUN --mount=type=cache,target=/pnpm-store \
    pnpm install --prod --frozen-lockfile --config.pm-on-fail=ignore --store-dir=/pnpm-store --filter-prod='{./services/*}...' --filter-prod='@parley/local...'
RUN rm -r apps packages/client packages/design
COPY --from=apps /parley/apps/console/dist apps/console/dist
COPY --from=apps /parley/apps/widget/dist apps/widget/dist
# Compiled once here rather than at every start, which takes half as long then. Each service loads all of itself before
# it ends for want of a configuration; the cache is the user's alone, and is made readable for when it is root's.
RUN install --directory --owner=node .compile-cache
USER node
RUN export NODE_COMPILE_CACHE=/parley/.compile-cache; \
    for main in services/*/src/main.ts infra/local/migrate.ts; do ! node "$main" 2>/dev/null; done; \
    chmod -R a+rX .compile-cache

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Parley" \
      org.opencontainers.image.description="Gateway, channels, messaging, chat-engine, integrations, support-desk and migrator"
ENV NODE_ENV=production \
    NODE_COMPILE_CACHE=/parley/.compile-cache \
    HOST=0.0.0.0 \
    PORT=8080
WORKDIR /parley
# Where messaging and chat-engine keep uploads on their way, and files without S3; a new volume there takes over whose it is.
RUN install --directory --owner=node --group=node /data
# Owned by root: whoever takes over a service cannot change what it runs.
COPY --from=build --chown=root:root /parley ./
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# In exec form Node is process 1 and gets SIGTERM itself. It reaps the processes that it starts (Python, readers of
# documents), and those may start none.
CMD ["node", "services/gateway/src/main.ts"]
