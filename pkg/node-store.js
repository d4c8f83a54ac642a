// Files for Node, by the name that older resolution looks for.
export * from './host/node-store.js';
