import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, BootstraplessSynthesizer, Fn, type IStackSynthesizer, Lazy, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { INLINE_TEMPLATE_BYTES } from '../../lambda/contract/limits.js';
import type { AtlasHub } from '../engine/atlas-hub.js';
import { AtlasPrivateLinkMember } from './atlas-private-link-member.js';
import type { MemberParts } from './member-parts.js';

/**
 * Template of the member stack as text, for a StackSet: it has no parameters, because accounts that join later get no
 * values of their own, and needs no bootstrap.
 *
 * @param scope whose stack resolves references in the hub; the members' stacks could not
 * @throws Error if it is too long to be part of a request
 */
export function memberTemplateBody(scope: Construct, hub: AtlasHub, parts: MemberParts): string {
  const references = new References(scope);
  const text = JSON.stringify(synthesize(references.hideIn(hub), parts));
  const bytes = Buffer.byteLength(text);
  if (bytes > INLINE_TEMPLATE_BYTES)
    throw new Error(
      `hub: the template of the members would have ${bytes} bytes, and CloudFormation takes ${INLINE_TEMPLATE_BYTES}. Give an endpointSelection with fewer tag keys to the hub.`,
    );
  return references.showIn(text);
}

/** Synthesized in an app of its own, so that the stack is not deployed with those of the user's app. */
function synthesize(hub: AtlasHub, parts: MemberParts): unknown {
  const outdir = mkdtempSync(join(tmpdir(), 'atlas-privatelink-member-'));
  try {
    const app = new App({
      outdir,
      autoSynth: false,
      treeMetadata: false,
      analyticsReporting: false,
      // Otherwise each synthesis of the user's app would wait for a second validation, by this inner app.
      builtinCloudFormationValidation: false,
      postCliContext: SAME_FOR_EVERY_APP,
    });
    const stack = new Stack(app, 'Member', {
      description: 'Lets a hub link the VPC endpoints of this account to MongoDB Atlas',
      // Its optional members are undefined here, which the compiler distinguishes from absent ones.
      synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
    });
    new AtlasPrivateLinkMember(stack, 'Member', { hub, parts });
    return app.synth().getStackArtifact(stack.artifactId).template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The CLI adds paths to templates, and feature flags of the user's app could change them. */
const SAME_FOR_EVERY_APP = {
  'aws:cdk:enable-path-metadata': false,
  'aws:cdk:enable-asset-metadata': false,
  '@aws-cdk/aws-iam:minimizePolicies': false,
};

/** Keeps references of the outer stack out of the inner one, which would resolve them to its own account and Region. */
class References {
  private readonly hidden: string[] = [];

  constructor(private readonly scope: Construct) {}

  hideIn(hub: AtlasHub): AtlasHub {
    const { account, region, namespace, organizationId, tagKeys } = hub;
    return {
      account: this.hide(account),
      region: this.hide(region),
      ...(namespace === undefined ? {} : { namespace: this.hide(namespace) }),
      ...(organizationId === undefined ? {} : { organizationId: this.hide(organizationId) }),
      ...(tagKeys === undefined ? {} : { tagKeys: tagKeys.map((key) => this.hide(key)) }),
    };
  }

  showIn(text: string): string {
    if (this.hidden.length === 0) return text;
    const parts = text
      .split(/(<reference \d+>)/)
      .map((part) => this.hidden[Number(/^<reference (\d+)>$/.exec(part)?.[1])] ?? part);
    return Fn.join('', parts);
  }

  /** A lazy value, so that it counts as known only at deployment. */
  private hide(value: string): string {
    if (!Token.isUnresolved(value)) return value;
    const text = Stack.of(this.scope).resolve(value);
    if (typeof text === 'string') return text;
    const placeholder = `<reference ${this.hidden.push(value) - 1}>`;
    return Lazy.string({ produce: () => placeholder });
  }
}
