// The tests of a store of one's own, by the name that older resolution looks for.
export * from './host/store-test.js';
