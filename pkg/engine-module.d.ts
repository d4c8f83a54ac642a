/** The exports of the engine once it is loaded; NOT_INITIALIZED before. host/engine.ts says which there are. */
export function ready(): unknown;
