/** Builds the apps of a language with the packed library, in a new folder. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { run } from '../check-apps/packed.js';
import type { Language } from '../languages/language.js';
import { fileIn, manifest } from '../languages/pack-languages.js';
import type { AppName } from './cdk-app.js';

const SOURCES = fileURLToPath(new URL('../../examples/languages', import.meta.url));
/** Third-party artefacts, which are downloaded once. */
const MAVEN_CACHE = fileURLToPath(
  new URL('../../node_modules/.cache/atlas-privatelink-maven', import.meta.url),
);

/** The build, and the command that starts each app. */
export interface BuiltApps {
  readonly folder: string;
  readonly commands: Readonly<Record<AppName, readonly [string, ...string[]]>>;
}

export interface AppSurroundings {
  /** Folder that is created with a copy of the sources. */
  readonly folder: string;
  /** Folder with the output of jsii-pacmak. */
  readonly packed: string;
  readonly cdk: string;
  /** Translated examples of the documents by path, which are compiled together with the apps. */
  readonly examples: Readonly<Record<string, string>>;
}

type Build = (around: AppSurroundings) => BuiltApps;

/** .NET is missing, because the check reports its absence before the build. */
export const BUILDS: Readonly<Record<Exclude<Language, 'csharp'>, Build>> = {
  python: ({ folder, packed, cdk, examples }) => {
    run(folder, 'python3', ['-m', 'venv', 'environment']);
    const python = join(folder, 'environment', 'bin', 'python');
    const pip = ['-m', 'pip', '--quiet', '--disable-pip-version-check'];
    run(folder, python, [...pip, 'install', fileIn(packed, '.whl'), `aws-cdk-lib==${cdk}`]);
    run(folder, python, [...pip, 'check']);
    const count = Number(run(folder, python, ['run_examples.py']));
    if (count !== Object.keys(examples).length)
      throw new Error(`expected ${Object.keys(examples).length} examples to run, received ${count}`);
    return {
      folder,
      commands: {
        smallest: [python, 'smallest_example.py'],
        declared: [python, 'declared_endpoint.py'],
      },
    };
  },
  java: ({ folder, packed, cdk }) => {
    const { version } = manifest();
    // The output of an earlier run has the same version, so Maven would not replace it.
    rmSync(join(MAVEN_CACHE, 'com', 'example'), { recursive: true, force: true });
    const options = [
      '--batch-mode',
      '--quiet',
      `-Dmaven.repo.local=${MAVEN_CACHE}`,
      `-Datlas.repository=${pathToFileURL(packed)}`,
      `-Datlas.version=${version}`,
      `-Dcdk.version=${cdk}`,
    ];
    run(folder, 'mvn', [...options, 'compile']);
    const start = (name: string) =>
      ['mvn', ...options, 'exec:java', `-Dexec.mainClass=com.example.apps.${name}`] as const;
    return {
      folder,
      commands: { smallest: start('SmallestExample'), declared: start('DeclaredEndpoint') },
    };
  },
  go: ({ folder, packed, cdk }) => {
    const module = join(packed, 'cdkatlasprivatelink');
    const edits = [
      `-require=github.com/aws/aws-cdk-go/awscdk/v2@v${cdk}`,
      `-replace=example.invalid/cdk-atlas-privatelink/cdkatlasprivatelink=${module}`,
    ];
    run(folder, 'go', ['mod', 'edit', ...edits]);
    run(folder, 'go', ['mod', 'tidy']);
    mkdirSync(join(folder, 'programs'));
    // With several packages, `go build` writes only those that are programs.
    run(folder, 'go', ['build', '-o', 'programs/', './...']);
    return {
      folder,
      commands: {
        smallest: [join(folder, 'programs', 'smallest')],
        declared: [join(folder, 'programs', 'declared')],
      },
    };
  },
};

/** Copies the apps of the language, and writes the examples beside them. */
export function copySources(language: Language, { folder, examples }: AppSurroundings): void {
  cpSync(join(SOURCES, language), folder, { recursive: true });
  for (const [name, text] of Object.entries(examples)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
