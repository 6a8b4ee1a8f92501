export { type BusPlace, describeBus } from "./describe-bus.ts";
export { describeEventLog, type MakeLog } from "./describe-event-log.ts";
export { describeLogInstances, type LogPlace, type LogSharing } from "./describe-log-instances.ts";
export { describeNodeInstances, type SharedNodesPlace } from "./describe-node-instances.ts";
export { describeNodes, type NodesPlace } from "./describe-nodes.ts";
