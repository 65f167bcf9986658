/** The ready-made app, synthesized by a program instead of the CDK CLI. */
import { readFileSync } from 'node:fs';
import { App, type AppProps } from 'aws-cdk-lib';
import type { SynthesisSettings } from '../local/world.js';
import { createApp } from './app.js';
import type { SettingName } from './setting-table.js';

/**
 * @param outputFolder receives the template and the assets
 * @param props further props of the app
 * @returns name of the template file
 * @throws SettingsError, and whatever the constructs refuse
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

/** As {@link synthesizeApp}, with the projects, the secret and the Atlas of a local world. */
export function synthesizeInWorld(
  { outputFolder, atlasBaseUrl, projectIds, secretName }: SynthesisSettings,
  settings: Partial<Record<SettingName, string>>,
  props: AppProps = {},
): string {
  const projects = JSON.stringify(projectIds.map((projectId) => ({ projectId, secretName })));
  return synthesizeApp(outputFolder, { projects, atlasBaseUrl, ...settings }, props);
}

/** Without CloudFormation's rules: that the template passes them is what `npm run synth` shows, and takes as long again. */
export const UNCHECKED: AppProps = { builtinCloudFormationValidation: false };

/** The CDK's feature flags as `cdk synth` takes them, so that both give the same template. */
export function featureFlags(): Record<string, unknown> {
  const file = new URL('../cdk.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> }).context;
}
