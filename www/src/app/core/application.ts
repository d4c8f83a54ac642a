
/** An application of the page, by what it draws into an element. */
export interface App {
  id: string;
  title: string;
  /** Answers what takes it away again. */
  mount: (element: HTMLElement) => () => void;
}

export interface Application {
  register: (app: App) => void;
  /** Draws a registered application in place of the one that is there. */
  open: (id: string, element: HTMLElement) => void;
  close: () => void;
  /** Moves within the page. */
}

export function createApplication(): Application {
  const apps = new Map<string, App>();
  let unmount: (() => void) | null = null;
  const close = () => {
    unmount?.();
    unmount = null;
  };
  return {
    register: (app) => void apps.set(app.id, app),
    open: (id, element) => {
      const app = apps.get(id);
      if (!app) throw new Error(`There is no application ${id}.`);
      close();
      document.title = app.title;
      unmount = app.mount(element);
    },
    close,
  };
}
