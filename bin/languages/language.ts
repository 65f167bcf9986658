/** Languages besides TypeScript and JavaScript for which jsii generates packages. */
export const LANGUAGES = ['python', 'java', 'go', 'csharp'] as const;

export type Language = (typeof LANGUAGES)[number];

/** Names of the languages in the documents. */
export const LANGUAGE_TITLES: Readonly<Record<Language, string>> = {
  python: 'Python',
  java: 'Java',
  go: 'Go',
  csharp: 'C#',
};

export function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}
