/**
 * Corrects the Python, Java and C# output of jsii-rosetta, which does not compile: types that occur only in literals
 * are not imported, parameters in Python have no types, and some expressions are wrong.
 */

/** A name in another language, and the namespace from which it is imported. */
export interface QualifiedName {
  readonly namespace: string;
  readonly name: string;
}

/** Separates the import lines at the beginning from the rest, without empty lines around it. */
export function splitImports(
  text: string,
  isImport: (line: string) => boolean,
): { imports: string[]; body: string } {
  const lines = text.trim().split('\n');
  const first = lines.findIndex((line) => line.trim() !== '' && !isImport(line));
  const imports = lines.slice(0, first).filter((line) => line.trim() !== '');
  return { imports, body: lines.slice(first).join('\n').trim() };
}

/** One line for each module, with unique names in alphabetical order. */
export function mergePythonImports(lines: readonly string[]): string[] {
  const byModule = new Map<string, Set<string>>();
  for (const line of lines) {
    const [, module, names = ''] = /^from (\S+) import (.+)$/.exec(line) ?? [];
    if (module === undefined) throw new Error(`expected "from … import …", received "${line}"`);
    const known = byModule.get(module) ?? new Set();
    for (const name of names.split(',')) known.add(name.trim());
    byModule.set(module, known);
  }
  return [...byModule]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([module, names]) => `from ${module} import ${[...names].sort().join(', ')}`);
}

/** Adds types to parameters and results, which Python code does not show otherwise. */
export function annotatePython(body: string, source: string): string {
  const signatures = source.matchAll(/^export function \w+\(([^)]*)\): (\w+)/gm);
  return [...signatures].reduce((text, [, parameters = '', result = '']) => {
    const types = parameters.split(',').map((one) => one.split(':')[1]?.trim() ?? '');
    return text.replace(/^def (\w+)\(([^):]*)\):$/m, (_, name: string, names: string) => {
      const annotated = names.split(',').map((one, index) => `${one.trim()}: ${types[index]}`);
      return `def ${name}(${annotated.join(', ')}) -> ${result === 'void' ? 'None' : result}:`;
    });
  }, body);
}

/** Replaces property reads of variables by getter calls, also before a method call. */
export function mendJavaGetters(body: string): string {
  return body.replaceAll(
    /\b([a-z]\w*)\.([a-z]\w*)\.([a-z]\w*)\(/g,
    (_, variable: string, property: string, method: string) =>
      `${variable}.get${property.slice(0, 1).toUpperCase()}${property.slice(1)}().${method}(`,
  );
}

/** Gives empty arrays a type, which the compiler cannot infer. */
export function mendCsharpArrays(body: string): string {
  return body.replaceAll(/new \[\] \{\s*\}/g, '[]');
}

export function javaImports(body: string, names: readonly QualifiedName[]): string[] {
  const collections = ['List', 'Map']
    .filter((name) => new RegExp(`\\b${name}\\.of\\(`).test(body))
    .map((name) => ({ namespace: 'java.util', name }));
  const used = [...names, ...collections].filter(({ name }) => isUsed(body, name));
  return sorted(used.map(({ namespace, name }) => `${namespace}.${name}`)).map((name) => `import ${name};`);
}

export function csharpImports(body: string, names: readonly QualifiedName[]): string[] {
  const used = names.filter(({ name }) => isUsed(body, name));
  return sorted(used.map(({ namespace }) => namespace)).map((namespace) => `using ${namespace};`);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function isUsed(body: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(body);
}
