/** The options of a host with a storage that a later one of the same name finds again. */
export const storage = (options) => options;
