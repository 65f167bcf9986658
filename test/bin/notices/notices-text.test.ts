import { describe, expect, it } from 'vitest';
import type { BundledComponent } from '../../../bin/notices/bundled-component.js';
import { commentsIn, noticesText } from '../../../bin/notices/notices-text.js';

/** A package with these files, as the generator of the SBOM describes it. */
function component(name: string, license: string, ...files: string[]): BundledComponent {
  return {
    name,
    version: '1.2.3',
    author: 'Jane Doe',
    licenses: [{ license: { id: license } }],
    evidence: {
      licenses: files.map((text) => ({
        license: {
          name: 'file: LICENSE',
          text: { content: Buffer.from(text).toString('base64'), encoding: 'base64' },
        },
      })),
    },
  };
}

describe('the notices', () => {
  it('contain name, version, licence and every licence file of a package', () => {
    const text = noticesText('A tool', [
      component('left', 'Apache-2.0', 'Its licence', 'Its NOTICE: by Jane Doe'),
    ]);
    expect(text).toContain('left 1.2.3 (Apache-2.0)');
    expect(text).toMatch(/^Its licence$/m);
    expect(text).toMatch(/^Its NOTICE: by Jane Doe$/m);
  });

  it('contain a text that several packages share once, below all their names', () => {
    const text = noticesText('A tool', [
      component('right', 'MIT', 'Copyright J\r\nMIT  \r\n'),
      component('other', 'MIT', 'Copyright K\nMIT'),
      component('left', 'MIT', 'Copyright J\nMIT'),
    ]);
    expect(text.match(/Copyright J/g)).toHaveLength(1);
    expect(text).toMatch(/^left 1.2.3 \(MIT\)\nright 1.2.3 \(MIT\)\n-+\n\nCopyright J\nMIT$/m);
    expect(text).toMatch(/^other 1.2.3 \(MIT\)\n-+\n\nCopyright K\nMIT$/m);
  });

  it('contain the standard text and the author of a package without a licence file, if the licence allows it', () => {
    const text = noticesText('A tool', [component('left', 'MIT-0')]);
    expect(text).toContain('left 1.2.3 (MIT-0), by Jane Doe; without a licence file');
    expect(text).toContain('MIT No Attribution');
  });

  it('contain each licence comment once, and it can be extracted again', () => {
    const bowser = '\n/*! (c) Bowser */\n';
    const text = noticesText(
      'A tool',
      [component('left', 'MIT', 'text')],
      [bowser, bowser, '/*! (c) Other */'],
    );
    expect(text.match(/\(c\) Bowser/g)).toHaveLength(1);
    expect(commentsIn(text).join()).toMatch(/^\s*\/\*! \(c\) Bowser \*\/\n\n\/\*! \(c\) Other \*\/\s*$/);
    expect(commentsIn(noticesText('A tool', [component('left', 'MIT', 'text')]))).toEqual([]);
  });

  it('refuse a package without a licence file if its licence requires a copyright line', () => {
    expect(() => noticesText('A tool', [component('left', 'MIT')])).toThrow(
      /^left 1.2.3 is bundled, has the licence MIT and no licence file.*Take a release/,
    );
  });

  it.each(['GPL-3.0-only', 'Custom'])('refuse a package under %s', (license) => {
    expect(() => noticesText('A tool', [component('left', license, 'text')])).toThrow(
      `left 1.2.3 is bundled, and declares the licence ["${license}"]. Allowed are Apache-2.0, MIT`,
    );
  });

  it('refuse a package that declares no licence', () => {
    const { licenses: _none, ...undeclared } = component('left', 'MIT', 'text');
    expect(() => noticesText('A tool', [undeclared])).toThrow('declares the licence []');
  });

  it('say so if no third-party package is bundled', () => {
    expect(noticesText('A tool', [])).toBe('A tool bundles no packages of others.\n');
  });
});
