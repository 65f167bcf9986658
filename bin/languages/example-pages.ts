/** The pages of docs/languages, which contain the documents' examples in another language. */
import { posix } from 'node:path';
import type { Example } from './examples.js';
import type { Translation } from './go-translation.js';
import { LANGUAGE_TITLES, type Language } from './language.js';

export const PAGES_FOLDER = 'docs/languages';

export function pagePath(language: Language): string {
  return `${PAGES_FOLDER}/${language}.md`;
}

export function codeOf({ imports, body }: Translation): string {
  return `${[...imports, '', body].join('\n')}\n`;
}

export function pageOf(
  language: Language,
  examples: readonly Example[],
  translations: readonly Translation[],
): string {
  const sections = examples.map((example, index) => {
    const translation = translations[index];
    if (translation === undefined) throw new Error(`no translation of example ${index}`);
    const { document, title, digest } = example;
    const link = posix.relative(PAGES_FOLDER, document);
    return [
      `## ${index + 1}. ${title}`,
      '',
      `<!-- of the TypeScript ${digest} -->`,
      `From [${document}](${link}).`,
      '',
      `\`\`\`${language}`,
      `${codeOf(translation)}\`\`\``,
      '',
    ].join('\n');
  });
  return [
    `# Examples in ${LANGUAGE_TITLES[language]}`,
    '',
    'The TypeScript examples of the documents, translated by `npm run docs:languages`. Do not edit: what is written here is',
    'lost. What to install, and what is checked: [languages](../languages.md).',
    '',
    ...sections,
  ].join('\n');
}

/** Digests of the examples from which a page was generated, in order. */
export function digestsOf(page: string): string[] {
  return [...page.matchAll(/^<!-- of the TypeScript (\w+) -->$/gm)].map(([, digest]) => digest ?? '');
}
