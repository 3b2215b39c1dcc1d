# syntax=docker/dockerfile:1
# One image for the six services, the migrator and the secrets' generator: only the command differs.
#   docker build --tag parley .
#   docker run --env-file .env parley node services/messaging/src/main.ts
ARG NODE_IMAGE=node:24.21.0-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /parley
COPY package.json ./
RUN npm install --global --no-fund --no-audit "$(node -p 'require("./package.json").packageManager')"
COPY . .
# Workspace links, never `pnpm deploy`: Node strips no types below node_modules.
RUN --mount=type=cache,target=/pnpm-store \
    pnpm install --prod --frozen-lockfile --config.pm-on-fail=ignore --store-dir=/pnpm-store --filter='./services/*...' --filter='@parley/local...'

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Parley" \
      org.opencontainers.image.description="Gateway, channels, messaging, chat-engine, integrations, support-desk and migrator"
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080
WORKDIR /parley
# Owned by root: whoever takes over a service cannot change what it runs.
COPY --from=build /parley ./
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# In exec form Node is process 1 and gets SIGTERM itself; it starts no children, so nothing needs reaping.
CMD ["node", "services/gateway/src/main.ts"]
