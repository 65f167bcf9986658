import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { DISABLE_ASSET_STAGING_CONTEXT } from 'aws-cdk-lib/cx-api';
import { featureFlags } from '../app/feature-flags.js';
import { FunctionsBeside } from './functions-beside.js';
import { mergeResources } from './merge-choices.js';
import { type Choices, isObject, type Json, type JsonObject } from './option.js';
import { nameByStack } from './stack-name.js';
import type { TemplateSource } from './template-source.js';

/** Folder of the zipped functions, beside the template. */
export const FUNCTIONS_FOLDER = 'functions';

/** The template with parameters, as JSON. */
export function makeTemplate(source: TemplateSource): JsonObject {
  const whole = synthesizeWith(source, new Set());
  const resources = mergeResources(source.options, (choices) => resourcesOf(synthesizeWith(source, choices)));
  const { AWSTemplateFormatVersion = '2010-09-09', Description = '', ...sections } = whole;
  const zipped = { ...sections, Resources: withZippedFunctions(resources) };
  const named = (source.hasFunctions ?? true) ? nameByStack(zipped, source.stackId) : zipped;
  return { AWSTemplateFormatVersion, Description, ...named };
}

/** Synthesizes the constructs with these options on. */
export function synthesizeWith(source: TemplateSource, choices: Choices): JsonObject {
  const outdir = mkdtempSync(join(tmpdir(), 'atlas-privatelink-template-'));
  try {
    // The bundles are not staged, so that each asset keeps its name.
    const context = { ...featureFlags(), [DISABLE_ASSET_STAGING_CONTEXT]: true };
    // Single syntheses are not validated; cfn-lint validates the merged template.
    const app = new App({
      outdir,
      context,
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
    });
    const { stackId, description } = source;
    const synthesizer = new FunctionsBeside();
    const stack = new Stack(app, stackId, { description, synthesizer });
    source.build(stack, choices);
    const template: Json = app.synth().getStackArtifact(stack.artifactId).template;
    if (!isObject(template)) throw new Error('The synthesized template is no object.');
    return template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function resourcesOf({ Resources }: JsonObject): JsonObject {
  if (!isObject(Resources)) throw new Error('The synthesized template has no resources.');
  return Resources;
}

/**
 * `aws cloudformation package` uploads a file named by `Code`, and replaces the name with its location in the bucket.
 */
function withZippedFunctions(resources: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(resources).map(([name, resource]) => [name, withZippedCode(resource)]),
  );
}

function withZippedCode(resource: Json): Json {
  if (!isObject(resource) || resource.Type !== 'AWS::Lambda::Function') return resource;
  const { Properties } = resource;
  if (!isObject(Properties) || !isObject(Properties.Code)) return resource;
  const Code = `./${FUNCTIONS_FOLDER}/${Properties.Code.S3Key}.zip`;
  return { ...resource, Properties: { ...Properties, Code } };
}
