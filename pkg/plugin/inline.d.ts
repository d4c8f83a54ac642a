export * from '../plugin.js';
