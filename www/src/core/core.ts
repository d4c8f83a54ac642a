import type { PluginHttp } from 'case-connectors/plugin';
import { createApplication, type Application } from './application';
import { createHttp } from './http';
import { createNotifications, type Notifications } from './notifications';

/** What this page offers its plugins: as much of Kibana's core as they need. */
export interface Core {
  application: Application;
  http: PluginHttp;
  notifications: Notifications;
}

/** A part of the page with a lifecycle. */
export interface Plugin<Setup, Start> {
  setup: (core: Core) => Setup;
  start: (core: Core) => Start;
  stop: () => void | Promise<void>;
}

export function createCore(): Core {
  return {
    application: createApplication(),
    http: createHttp(),
    notifications: createNotifications(),
  };
}
