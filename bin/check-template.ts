/** `npm run check:template`: generates the templates, and checks them and the recipes with third-party tools. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleHandlersIfStale } from './bundle.js';
import { failureText, run } from './check-apps/packed.js';
import { unknownNames } from './check-template/recipes.js';
import { type VirtualEnvironment, virtualEnvironment, withoutPython } from './python/virtual-environment.js';
import { TEMPLATES, writeTemplates } from './template/write-templates.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'dist', 'template');
const RECIPES = join(ROOT, 'examples', 'without-cdk');
const PACKAGES = ['cfn-lint==1.58.0', 'python-hcl2==8.1.4'];

/** Warnings of cfn-lint that are accepted, each with the reason. */
const MEANT = {
  W3002: 'the code is a local file, which `package` uploads',
  W3005: 'the CDK writes dependencies that references already imply',
  W1033: 'a condition excludes the empty list of subnets or security groups',
};

function lint({ program }: VirtualEnvironment): string {
  const files = TEMPLATES.map(({ file }) => join(FOLDER, file));
  run(ROOT, program('cfn-lint'), ['--ignore-checks', ...Object.keys(MEANT), '--', ...files]);
  const meant = Object.entries(MEANT).map(([code, reason]) => `${reason} (${code})`);
  return `cfn-lint found no problems in ${files.length} templates, except accepted warnings: ${meant.join('; ')}`;
}

function parseTerraform({ program }: VirtualEnvironment): string {
  const folder = join(RECIPES, 'terraform');
  const files = readdirSync(folder).filter((file) => file.endsWith('.tf'));
  for (const file of files) run(ROOT, program('hcl2tojson'), [join(folder, file)]);
  return `${files.length} files of Terraform are HCL`;
}

function compareNames(): string {
  const template = JSON.parse(readFileSync(join(FOLDER, 'automation.template.json'), 'utf8'));
  const unknown = unknownNames(RECIPES, template);
  if (unknown.length > 0)
    throw new Error(`the recipes use names that the template does not have: ${unknown.join(', ')}`);
  return 'every parameter and output that the recipes name is in the template';
}

function holds(name: string, proof: () => string): boolean {
  try {
    console.log(`passed  ${name}: ${proof()}`);
    return true;
  } catch (error) {
    console.log(`failed  ${name}: ${failureText(error)}`);
    return false;
  }
}

await bundleHandlersIfStale();
writeTemplates(FOLDER);
const results = [holds('recipes', compareNames)];
const python = virtualEnvironment('template', PACKAGES);
if (python === undefined) console.log(withoutPython('cfn-lint and the HCL'));
else
  results.push(
    holds('templates', () => lint(python)),
    holds('terraform', () => parseTerraform(python)),
  );
const failed = results.filter((passed) => !passed).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;
