/** The TypeScript examples of the documents. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Example {
  /** Path of the document, such as `README.md`. */
  readonly document: string;
  /** Heading of the section, and the bold text before the example, if any. */
  readonly title: string;
  readonly source: string;
  /** Digest of the source, which a translation names so that outdated translations are detected. */
  readonly digest: string;
}

/** All examples in the order of the documents: README.md, then docs by name. */
export function documentedExamples(): Example[] {
  const docs = readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => `docs/${file}`);
  return ['README.md', ...docs].flatMap((document) =>
    examplesIn(document, readFileSync(join(ROOT, document), 'utf8')),
  );
}

export function examplesIn(document: string, text: string): Example[] {
  return [...text.matchAll(/^( *)```ts\n([\s\S]*?)^ *```$/gm)].map((match) => {
    const [, indent = '', block = ''] = match;
    const source = block.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    return {
      document,
      title: titleBefore(text.slice(0, match.index)),
      source,
      digest: createHash('sha256').update(source).digest('hex').slice(0, 16),
    };
  });
}

function titleBefore(text: string): string {
  const [, heading, after = ''] = /^[\s\S]*^#+ ([^\n]+)$([\s\S]*)$/m.exec(text) ?? [];
  const lead = [...after.matchAll(/^\*\*([^*]+?)\.?\*\*/gm)].at(-1)?.[1];
  return [heading ?? 'Example', lead].filter((part) => part !== undefined).join(': ');
}
