/** The languages besides TypeScript and JavaScript that jsii makes packages for. */
export const LANGUAGES = ['python', 'java', 'go', 'csharp'] as const;

export type Language = (typeof LANGUAGES)[number];

/** How the documents call each. */
export const LANGUAGE_TITLES: Readonly<Record<Language, string>> = {
  python: 'Python',
  java: 'Java',
  go: 'Go',
  csharp: 'C#',
};

export function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}
