export * from './host/store-test.js';
