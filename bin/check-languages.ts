/**
 * `npm run check:languages`: packs the library for Python, Java, Go and .NET, builds small apps and the documents'
 * examples with the packages, and compares the templates of the apps with TypeScript's. `npm run check:languages --
 * --only python,go` checks only these languages.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { failureText, pack } from './check-apps/packed.js';
import {
  APP_TITLES,
  APPS,
  type AppName,
  type Synthesized,
  synthesizeApp,
} from './check-languages/cdk-app.js';
import { chosenLanguages } from './check-languages/chosen-languages.js';
import { differences } from './check-languages/compare-templates.js';
import { exampleFiles } from './check-languages/example-files.js';
import { BUILDS, type BuiltApps, copySources } from './check-languages/language-apps.js';
import { referenceApps } from './check-languages/reference-app.js';
import { missingPrograms } from './check-languages/toolchain.js';
import { pageOf, pagePath } from './languages/example-pages.js';
import { documentedExamples, ROOT } from './languages/examples.js';
import type { Translation } from './languages/go-translation.js';
import { LANGUAGE_TITLES, type Language } from './languages/language.js';
import { installBeside, oldestCdk, packFor } from './languages/pack-languages.js';
import { type Translations, translateExamples } from './languages/translate.js';

type Outcome = 'passed' | 'failed' | 'skipped';

interface Reference {
  /** Folder of the installed package and a release of the CDK. */
  readonly installed: string;
  readonly apps: Readonly<Record<AppName, Synthesized>>;
}

class LanguageCheck {
  private readonly references = new Map<string, Reference>();
  private readonly examples = documentedExamples();
  private translated: readonly Translations[] | undefined;

  constructor(
    private readonly folder: string,
    private readonly tarball: string,
  ) {}

  run(language: Language): Outcome {
    const title = LANGUAGE_TITLES[language];
    const missing = missingPrograms(language);
    try {
      if (language === 'csharp') return this.dotnetSources(missing);
      if (missing.length > 0) {
        console.log(
          `skipped  ${title}: this machine has no ${missing.join(', ')}; nothing of it was checked`,
        );
        return 'skipped';
      }
      console.log(`passed   ${title}: ${this.appsOf(language)}`);
      return 'passed';
    } catch (error) {
      console.log(`failed   ${title}: ${failureText(error)}`);
      return 'failed';
    }
  }

  /** Generates the sources for .NET and translates the examples. No NuGet package is made, and nothing is compiled. */
  private dotnetSources(missing: readonly string[]): Outcome {
    this.requireCurrentPage('csharp');
    packFor('csharp', this.packing('csharp'));
    const why =
      missing.length > 0 ? `this machine has no ${missing.join(', ')}` : 'it is not part of this check';
    console.log(
      `skipped  C#: its sources were generated and its examples translated; nothing was compiled, no NuGet package made: ${why}`,
    );
    return 'skipped';
  }

  private appsOf(language: Exclude<Language, 'csharp'>): string {
    const cdk = oldestCdk(language);
    const packed = packFor(language, this.packing(language));
    const examples = exampleFiles(language, this.examples, this.requireCurrentPage(language));
    const around = { folder: join(this.folder, `apps-${language}`), packed, cdk, examples };
    copySources(language, around);
    const built = BUILDS[language](around);
    const proofs = APPS.map((app) => this.equalTemplates(app, built, cdk));
    const compiled = `${this.examples.length} examples of the documents ${language === 'python' ? 'run' : 'compile'}`;
    return `with aws-cdk-lib ${cdk}, ${proofs.join('; ')}; ${compiled}`;
  }

  /** @returns the examples of the language, after a check that its page contains them */
  private requireCurrentPage(language: Language): readonly Translation[] {
    this.translated ??= translateExamples(this.examples, {
      folder: join(this.folder, 'translations'),
      installed: this.reference(oldestCdk('python')).installed,
    });
    const translations = this.translated.map((one) => one[language]);
    const path = pagePath(language);
    if (readFileSync(join(ROOT, path), 'utf8') !== pageOf(language, this.examples, translations))
      throw new Error(`${path} is not the translation of the documents: run "npm run docs:languages"`);
    return translations;
  }

  private equalTemplates(app: AppName, { folder, commands }: BuiltApps, cdk: string): string {
    const [command, ...parameters] = commands[app];
    const received = synthesizeApp(app, { folder, command, parameters });
    const found = differences(this.reference(cdk).apps[app], received);
    if (found.length > 0) throw new Error(`${APP_TITLES[app]}: ${found.join('\n')}`);
    const resources = Object.keys(received.template.Resources).length;
    return `${APP_TITLES[app]} has the template and the assets of TypeScript's (${resources} resources)`;
  }

  private packing(language: Language): { installed: string; tarball: string; out: string } {
    const { installed } = this.reference(oldestCdk(language));
    return { installed, tarball: this.tarball, out: join(this.folder, 'packed') };
  }

  private reference(cdk: string): Reference {
    const known = this.references.get(cdk);
    if (known !== undefined) return known;
    const installed = installBeside(cdk, join(this.folder, `typescript-${cdk}`), this.tarball);
    const apps = referenceApps(dirname(dirname(installed)));
    const made = { installed, apps };
    this.references.set(cdk, made);
    return made;
  }
}

const languages = chosenLanguages(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-languages-'));
try {
  const check = new LanguageCheck(folder, pack(folder));
  const outcomes = languages.map((language) => check.run(language));
  const count = (wanted: Outcome) => outcomes.filter((outcome) => outcome === wanted).length;
  console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
  if (count('passed') === 0) console.log('no language was checked: install the programs of one of them');
  process.exitCode = count('failed') === 0 && count('passed') > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
