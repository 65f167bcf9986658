/** `npm run docs:languages`: writes the documents' examples in Python, Java, Go and C# into docs/languages. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from './check-apps/packed.js';
import { PAGES_FOLDER, pageOf, pagePath } from './languages/example-pages.js';
import { documentedExamples, ROOT } from './languages/examples.js';
import { LANGUAGES } from './languages/language.js';
import { installBeside, manifest, oldestIn } from './languages/pack-languages.js';
import { translateExamples } from './languages/translate.js';

const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-translations-'));
try {
  const cdk = oldestIn(manifest().peerDependencies['aws-cdk-lib']);
  const installed = installBeside(cdk, join(folder, 'installed'), pack(folder));
  const examples = documentedExamples();
  const translations = translateExamples(examples, { folder: join(folder, 'translations'), installed });
  mkdirSync(join(ROOT, PAGES_FOLDER), { recursive: true });
  for (const language of LANGUAGES) {
    const inLanguage = translations.map((translation) => translation[language]);
    writeFileSync(join(ROOT, pagePath(language)), pageOf(language, examples, inLanguage));
    console.log(`${pagePath(language)}: ${examples.length} examples`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
