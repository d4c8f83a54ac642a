// EUI describes only what its index exports.
declare module '@elastic/eui/es/components/icon/icon' {
  export const appendIconComponentCache: typeof import('@elastic/eui').appendIconComponentCache;
}
declare module '@elastic/eui/es/components/icon/assets/*' {
  export const icon: import('react').ComponentType;
}
