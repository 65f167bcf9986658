import { describe, expect, it } from 'vitest';
import { nameIn } from '../../../bin/languages/jsii-names.js';
import {
  annotatePython,
  csharpImports,
  javaImports,
  mendCsharpArrays,
  mendJavaGetters,
  mergePythonImports,
  splitImports,
} from '../../../bin/languages/mend.js';

describe('translated Python', () => {
  it('imports each name once, in one line for each module', () => {
    const lines = ['from b import Two, Two', 'from a import Z as A', 'from b import One'];
    expect(mergePythonImports(lines)).toEqual(['from a import Z as A', 'from b import One, Two']);
    expect(() => mergePythonImports(['import a'])).toThrow('expected "from … import …", received "import a"');
  });

  it('has the types of parameters and results', () => {
    const source = 'export function addLinks(app: App, vpc: IVpc): Links {';
    expect(annotatePython('def add_links(app, vpc):\n    x', source)).toBe(
      'def add_links(app: App, vpc: IVpc) -> Links:\n    x',
    );
    expect(annotatePython('def f(a):', 'export function f(a: App): void {')).toBe('def f(a: App) -> None:');
  });
});

describe('translated Java', () => {
  it('reads a property with its getter before a method call', () => {
    expect(mendJavaGetters('atlas.connections.allowFrom(x);')).toBe('atlas.getConnections().allowFrom(x);');
    expect(mendJavaGetters('a.f().g(); B.C.d();')).toBe('a.f().g(); B.C.d();');
  });

  it('imports what it uses, including collections', () => {
    const names = [
      { namespace: 'b', name: 'Used' },
      { namespace: 'a', name: 'UsedToo' },
      { namespace: 'a', name: 'Unused' },
    ];
    expect(javaImports('Used x = List.of(UsedToo.y)', names)).toEqual([
      'import a.UsedToo;',
      'import b.Used;',
      'import java.util.List;',
    ]);
  });
});

describe('translated C#', () => {
  it('imports each used namespace once, and no other', () => {
    const names = ['One', 'Two', 'Three'].map((name) => ({ namespace: name === 'Three' ? 'C' : 'B', name }));
    expect(csharpImports('new One(Two)', names)).toEqual(['using B;']);
  });

  it('has typed empty arrays', () => {
    expect(mendCsharpArrays('Peers = new [] {  } }; x = new [] { 1 }')).toBe(
      'Peers = [] }; x = new [] { 1 }',
    );
  });
});

describe('imports of a translation', () => {
  it('are the lines before the first other line', () => {
    const text = '\nimport a\nimport b\n\nx\nimport c\n';
    expect(splitImports(text, (line) => line.startsWith('import '))).toEqual({
      imports: ['import a', 'import b'],
      body: 'x\nimport c',
    });
  });
});

describe('a name of jsii', () => {
  const assembly = {
    name: 'lib',
    targets: { java: { package: 'com.lib' }, dotnet: { namespace: 'Lib' } },
    types: { 'lib.A': { name: 'A' }, 'lib.sub.B': { name: 'B', namespace: 'sub' } },
    submodules: {
      'lib.sub': { targets: { java: { package: 'com.lib.sub' }, dotnet: { namespace: 'Lib.Sub' } } },
    },
  };

  it('has the namespace of its submodule', () => {
    expect(nameIn('java', 'lib.A', [assembly])).toEqual({ namespace: 'com.lib', name: 'A' });
    expect(nameIn('csharp', 'lib.sub.B', [assembly])).toEqual({ namespace: 'Lib.Sub', name: 'B' });
  });

  it('is refused if no package has it', () => {
    expect(() => nameIn('java', 'lib.C', [assembly])).toThrow('received "lib.C"');
  });
});
