/**
 * `npm run template`: writes CloudFormation templates with parameters, and the zipped functions, into `dist/template`.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHandlersIfStale } from './bundle.js';
import { runProgram } from './options/program-options.js';
import { parseTemplateOptions, TEMPLATE_USAGE } from './template/options.js';

const FOLDER = fileURLToPath(new URL('../dist/template', import.meta.url));

async function main(): Promise<undefined> {
  await bundleHandlersIfStale();
  // Loaded here, so that --help does not wait for the CDK.
  const { writeTemplates } = await import('./template/write-templates.js');
  for (const { file, bytes } of writeTemplates(FOLDER))
    console.log(`${join('dist/template', file).padEnd(60)} ${Math.ceil(bytes / 1024)} KB`);
}

await runProgram({ usage: TEMPLATE_USAGE, parse: parseTemplateOptions, main });
