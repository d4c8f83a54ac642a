// TypeScript, as the strictest of consumers sets it.
import ts from 'typescript';

/** How two kinds of consumers find modules. */
export const RESOLUTIONS = {
  'a bundler': { module: 'esnext', moduleResolution: 'bundler' },
  Node: { module: 'nodenext', moduleResolution: 'nodenext' },
};

/** Compiles files of a project and answers what the compiler says; nothing where it is content. */
export function compile(project, files, options = {}) {
  return check(project, files, {
    ...RESOLUTIONS.Node,
    lib: ['es2020', 'dom'],
    noUncheckedIndexedAccess: true,
    ...options,
  });
}

/** The same with more of the settings left to the caller. */
export function check(project, files, options) {
  const compilerOptions = {
    target: 'es2020',
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    ...options,
  };
  const config = ts.parseJsonConfigFileContent({ compilerOptions, files }, ts.sys, project.folder);
  const program = ts.createProgram({
    rootNames: config.fileNames,
    options: config.options,
    configFileParsingDiagnostics: config.errors,
    host: withLibraries(ts.createCompilerHost(config.options)),
  });
  return ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), {
    getCurrentDirectory: () => project.folder,
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
  });
}

const libraries = new Map();

/** TypeScript's own libraries are read once for all that a file of tests compiles: they say the same to every consumer. */
function withLibraries(host) {
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => {
    if (!name.startsWith(host.getDefaultLibLocation())) return getSourceFile(name, ...rest);
    if (!libraries.has(name)) libraries.set(name, getSourceFile(name, ...rest));
    return libraries.get(name);
  };
  return host;
}
