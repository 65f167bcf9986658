import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export function documentText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every document for readers, by its path. */
export function allDocuments(): string[] {
  const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
  const markdown = inDocs.filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`);
  return ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...markdown];
}

/** The fenced blocks of a language, in order. */
export function codeBlocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^ *\`\`\`${language}\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map(
    (match) => match[1] ?? '',
  );
}

/**
 * Anchors of a Markdown file: explicit ones, and those of its headings, which are numbered if a heading is repeated.
 */
export function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  const written = [...markdown.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id ?? '');
  const made = [...markdown.matchAll(/^#+ (.+)$/gm)].map((match) => {
    const anchor = (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
  return [...made, ...written];
}
