/** What an application is mounted with: as much of Kibana's parameters as this page has. */
interface AppMountParameters {
  /** It draws into this element. */
  element: HTMLElement;
  /** The path at which it lies. */
  appBasePath: string;
}

/** Takes the application away again. */
type AppUnmount = () => void;

export interface App {
  id: string;
  title: string;
  mount: (params: AppMountParameters) => AppUnmount | Promise<AppUnmount>;
}

export interface Application {
  register: (app: App) => void;
  /** Draws a registered application in place of the one that is there. */
  open: (id: string, element: HTMLElement) => void;
  close: () => void;
}

export function createApplication(): Application {
  const apps = new Map<string, App>();
  let mounted: Promise<AppUnmount> | null = null;
  const close = () => {
    void mounted?.then((unmount) => unmount());
    mounted = null;
  };
  return {
    register: (app) => void apps.set(app.id, app),
    open: (id, element) => {
      const app = apps.get(id);
      if (!app) throw new Error(`There is no application ${id}.`);
      close();
      document.title = app.title;
      mounted = Promise.resolve(app.mount({ element, appBasePath: '/' }));
    },
    close,
  };
}
