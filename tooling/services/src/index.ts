export { chromiumFlags, chromiumPath, launchChromium } from "./chromium.ts";
export { type DashboardProcess, startDashboard } from "./dashboard.ts";
export { ServicesError, type ServicesErrorCode } from "./error.ts";
export { type Nginx, type NginxOptions, startNginx } from "./nginx.ts";
export { freePort } from "./port.ts";
export { type Server, type ServerOptions, startServer } from "./server.ts";
export { type Exit, type ProcessOptions, type ServiceProcess, startProcess } from "./service-process.ts";
export { temporaryDirectory } from "./temporary-directory.ts";
export { findTool, requireTool, type ToolName, whatIsMissing } from "./tool.ts";
