/** Synthesizes the ready-made app from a program, without the CDK CLI. */
import { App, type AppProps } from 'aws-cdk-lib';
import type { SynthesisSettings } from '../local/world.js';
import { featureFlags } from './app/feature-flags.js';
import { createApp } from './app.js';
import type { SettingName } from './setting-table.js';

export { featureFlags } from './app/feature-flags.js';

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
