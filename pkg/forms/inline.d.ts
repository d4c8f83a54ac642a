export * from '../forms.js';
