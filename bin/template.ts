/** `npm run template`: CloudFormation templates with parameters, and the zipped functions, into `dist/template`. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHandlersIfStale } from './bundle.js';
import { writeTemplates } from './template/write-templates.js';

const FOLDER = fileURLToPath(new URL('../dist/template', import.meta.url));

await bundleHandlersIfStale();
for (const { file, bytes } of writeTemplates(FOLDER))
  console.log(`${join('dist/template', file).padEnd(60)} ${Math.ceil(bytes / 1024)} KB`);
