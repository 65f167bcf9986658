/** Synthesizes the ready-made app from a program, without the CDK CLI. */
import { readFileSync } from 'node:fs';
import { App, type AppProps } from 'aws-cdk-lib';
import type { SynthesisSettings } from '../local/world.js';
import { createApp } from './app.js';
import type { SettingName } from './setting-table.js';

/**
 * @param outputFolder receives the template and the assets
 * @param props further props of the app
 * @returns name of the template file
 * @throws SettingsError for a missing or malformed setting; constructs throw for values that they refuse
 */
export function synthesizeApp(
  outputFolder: string,
  settings: Partial<Record<SettingName, string>>,
  props: AppProps = {},
): string {
  const context = { ...featureFlags(), ...settings, ...props.context };
  const app = new App({ ...props, outdir: outputFolder, context });
  const stack = createApp(app, {});
  app.synth();
  return stack.templateFile;
}

/** Calls {@link synthesizeApp} with the projects, the secret and the Atlas of a local world. */
export function synthesizeInWorld(
  { outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings,
  settings: Partial<Record<SettingName, string>>,
  props: AppProps = {},
): string {
  const projects = JSON.stringify(projectIds.map((projectId) => ({ projectId, secretName })));
  return synthesizeApp(outputFolder, { projects, atlasBaseUrl, ...settings }, props);
}

/**
 * Skips the validation by CloudFormation's rules, which doubles the time of a synthesis. `npm run synth` validates the
 * template.
 */
export const UNCHECKED: AppProps = { builtinCloudFormationValidation: false };

/** The CDK's feature flags that `cdk synth` uses, so that both produce the same template. */
export function featureFlags(): Record<string, unknown> {
  const file = new URL('../cdk.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> }).context;
}
