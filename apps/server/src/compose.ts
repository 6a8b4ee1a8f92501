import type { Server } from "node:http";
import { createRevocations, createStreamTickets } from "@tidings/admission";
import { createIdempotentAnswers, createReadiness } from "@tidings/admission/http";
import { createSqliteRevokedSessions } from "@tidings/admission/sqlite";
import { notificationsStream } from "@tidings/contracts/notifications";
import { recordsStream } from "@tidings/contracts/records";
import { answerProtocolErrors } from "@tidings/express";
import { createHub, type Hub } from "@tidings/hub";
import { createStreamServer } from "@tidings/hub/node";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { createNotify, type Notify, StreamActivity, startPing } from "@tidings/notify";
import { createRelay } from "@tidings/outbox";
import { createSqliteChangeSource, createSqliteRelayLag, watchCommits } from "@tidings/outbox/sqlite";
import type { Logger } from "pino";
import { type App, createApp } from "./app.ts";
import { createAuthentication } from "./auth/authenticate.ts";
import { createHashQueue } from "./auth/hash-queue.ts";
import { createPasswords, type PasswordCost } from "./auth/passwords.ts";
import { createSessionCookie } from "./auth/session-cookie.ts";
import { createTokens } from "./auth/tokens.ts";
import { userBefore } from "./auth/user-before.ts";
import { createSqliteUserRepository } from "./auth/user-repository.ts";
import type { Config } from "./config.ts";
import { createAdminOrderService } from "./domains/admin-orders/admin-order-service.ts";
import { mapAdminOrderChange } from "./domains/admin-orders/map-admin-order-change.ts";
import { countsTopic, createCountsTeller, createOrderCounts } from "./domains/admin-orders/order-counts.ts";
import { createChatService } from "./domains/chat/chat-service.ts";
import { createSqliteConversationRepository } from "./domains/chat/conversation-repository.ts";
import { mapMessageChange } from "./domains/chat/map-message-change.ts";
import { createSqliteMessageRepository } from "./domains/chat/message-repository.ts";
import { createPresence } from "./domains/chat/presence.ts";
import { createSeats } from "./domains/chat/seats.ts";
import { createTyping } from "./domains/chat/typing.ts";
import { mapOrderChange } from "./domains/orders/map-order-change.ts";
import { createSqliteOrderRepository } from "./domains/orders/order-repository.ts";
import { createOrderService } from "./domains/orders/order-service.ts";
import { mapAppointmentChange, mapPrescriptionChange, mapRecordChange } from "./domains/records/map-record-changes.ts";
import { createSqliteRecordRepository } from "./domains/records/record-repository.ts";
import { createReminders } from "./domains/records/reminders.ts";
import { checkRelay } from "./http/check-relay.ts";
import { createLimits } from "./limits/limits.ts";
import { logForgottenChanges, logHubReport, logReadiness, logRelayReport, logUnreadableRow } from "./log-reports.ts";
import { createLogger } from "./logger.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { createMetricsServer } from "./metrics/serve-metrics.ts";
import { seed } from "./seed/seed.ts";
import { servedStreams } from "./served-streams.ts";
import { shutDown } from "./shut-down.ts";
import { createCommit } from "./store/sqlite/commit.ts";
import { createKeptAnswers } from "./store/sqlite/kept-answers.ts";
import { openStore } from "./store/sqlite/open.ts";
import { probeWrites } from "./store/sqlite/probe-writes.ts";
import { reportOnce } from "./store/sqlite/report-once.ts";
import { watchStoreFiles } from "./store/sqlite/store-files.ts";

/** The server with everything it needs, ready to listen. */
export interface Backend extends App {
  readonly server: Server;
  /** For `GET /metrics` alone; listens to nothing either. */
  readonly metricsServer: Server;
  readonly hub: Hub;
  /** The publishing functions, for programs that run in the same process. */
  readonly notify: Notify;
  readonly logger: Logger;
  /** Refuses new work, ends the streams over the configured window, closes everything. Twice is harmless. */
  close(): Promise<void>;
}

/** What tests replace. */
export interface ComposeOptions {
  /** Default: JSON lines to standard output. */
  readonly logger?: Logger;
  readonly passwordCost?: PasswordCost;
  /** Adds the process's own metrics: for the one server of a process. Default false. */
  readonly processMetrics?: boolean;
}

/**
 * Builds the server from its configuration: opens the store, relays what was committed while nobody ran, seeds an
 * empty store in development. Listens to nothing yet.
 *
 * @throws StartError `data_dir_unusable` or `data_dir_in_use`
 * @example const { server, close } = await compose(readConfig(process.env)); server.listen(8000);
 */
export async function compose(config: Config, options: ComposeOptions = {}): Promise<Backend> {
  const store = openStore(config.dataDir);
  const { database } = store;
  const logger = options.logger ?? createLogger(config.logLevel);
  const log = createSqliteLog({ database, retention: config.retention });
  const relayLag = createSqliteRelayLag(database);
  const metrics = createMetrics({ streams: servedStreams, relayLag });
  if (options.processMetrics) metrics.addProcess();
  const notificationActivity = new StreamActivity(notificationsStream.name);
  const recordsActivity = new StreamActivity(recordsStream.name);
  const hub = createHub({
    ...config.hub,
    log,
    onReport(report) {
      metrics.hub(report);
      seats.hear(report);
      presence.hear(report);
      // Counts are not stored: whoever comes, or comes back, is told them.
      if (report.type === "opened" && report.connection.topics.includes(countsTopic.name)) tellCounts();
      notificationActivity.observe(report);
      recordsActivity.observe(report);
      logHubReport(logger, report);
    },
  });

  const counts = createOrderCounts(database);
  const tellCounts = createCountsTeller({
    counts,
    publish: hub.publish,
    onFailure: (err) => logger.warn({ err }, "the counts of orders could not be told"),
  });

  const onUnreadable = reportOnce((row) => {
    metrics.unreadable(row);
    logUnreadableRow(logger, row);
  });
  const conversations = createSqliteConversationRepository(database, onUnreadable);
  const seats = createSeats();
  const ofTheMoment = {
    seats,
    publishAll: hub.publishAll,
    onFailure: (err: unknown) => logger.warn({ err }, "presence or typing could not be told"),
  };
  const presence = createPresence({ ...ofTheMoment, conversations, graceMs: config.presenceGraceMs });
  const typing = createTyping(ofTheMoment);

  const notify = createNotify(hub, {
    onError: (err) => logger.error({ err }, "a notification was not published"),
  });
  const users = createSqliteUserRepository(database, onUnreadable);
  const rows = createSqliteOrderRepository(database, onUnreadable);
  const records = createSqliteRecordRepository(database, onUnreadable);
  const passwords = createPasswords(options.passwordCost);
  const tokens = createTokens(config.tokenKeys, config.tokenTtlSeconds);
  const cookie = createSessionCookie({ secure: config.production, ttlSeconds: config.tokenTtlSeconds });

  const revokedSessions = createSqliteRevokedSessions(database);
  const revocations = createRevocations(hub, revokedSessions);
  const tickets = createStreamTickets();

  const relay = createRelay({
    source: createSqliteChangeSource(database, { onForget: (count) => logForgottenChanges(logger, count) }),
    publishAll: hub.publishAll,
    mappers: {
      orders: (change) => [...mapOrderChange(change), ...mapAdminOrderChange(change)],
      chat_messages: mapMessageChange,
      records: mapRecordChange,
      prescriptions: mapPrescriptionChange,
      appointments: mapAppointmentChange,
    },
    reactions: { users: (change) => revocations.endUser(userBefore(change)), orders: tellCounts },
    onReport(report) {
      metrics.relay(report);
      logRelayReport(logger, report);
    },
  });
  metrics.observe(hub);
  const stopWatching = watchCommits(database, relay.catchUp);
  const orders = createOrderService(rows, relay.catchUp);
  const adminOrders = createAdminOrderService({ rows, orders, users, counts });
  const limits = createLimits(config.rates);
  const messages = createSqliteMessageRepository(database, onUnreadable);
  const chat = createChatService({
    conversations,
    messages,
    users,
    presence,
    typing,
    hub,
    quotas: { conversations: config.chat.maxConversations, contact: limits.contact },
    onChange: relay.catchUp,
  });

  if (!config.production) await seed({ users, orders: rows, records, conversations, messages, passwords });
  if (await users.isEmpty()) {
    logger.warn("there are no users, so that nobody can sign in; add one: pnpm --filter @tidings/server user add");
  }
  const reminders = createReminders(database, {
    onChange: relay.catchUp,
    onFailure: (err) => logger.error({ err }, "appointments could not be looked through"),
  });
  await reminders.look();
  // Positions are settled before the first reader asks for one.
  await relay.catchUp();

  const readiness = createReadiness({
    checks: [checkRelay(relayLag), watchStoreFiles(config.dataDir), probeWrites(database)],
    onChange: (fault) => logReadiness(logger, fault),
  });
  const authentication = createAuthentication({ tokens, tickets, revokedSessions, users, cookie });
  const { app, front } = createApp({
    config,
    logger,
    database,
    hub,
    authentication,
    readiness,
    limits,
    answers: createIdempotentAnswers(createKeptAnswers(database, onUnreadable)),
    metrics,
    tickets,
    revocations,
    users,
    passwords,
    hashes: createHashQueue(),
    tokens,
    cookie,
    orders,
    adminOrders,
    chat,
    notify,
    commit: createCommit(database),
    notificationActivity,
    records,
    reminders,
    recordsActivity,
    relay,
  });
  // The application refuses a request without Host itself, in words.
  const server = createStreamServer(front.listener, { requireHostHeader: false });
  answerProtocolErrors(server);
  // Longer than the minute that proxies commonly keep an idle connection, so that they and not we end it.
  server.keepAliveTimeout = 65_000;

  const metricsServer = createMetricsServer(metrics, config.metrics.token);

  const stopPing = startPing(hub, config.hub.heartbeatMs);
  const stopTimers = () => {
    stopPing();
    readiness.close();
    reminders.close();
    stopWatching();
    presence.close();
    typing.close();
  };
  let closing: Promise<void> | undefined;
  return {
    app,
    front,
    server,
    metricsServer,
    hub,
    notify,
    logger,
    close() {
      const { drainMs } = config;
      closing ??= shutDown({ server, metricsServer, readiness, hub, relay, store, stopWatching: stopTimers, drainMs });
      return closing;
    },
  };
}
