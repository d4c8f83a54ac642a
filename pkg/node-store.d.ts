export * from './host/node-store.js';
