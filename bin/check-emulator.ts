/**
 * `npm run check:emulator`: deploys the generated templates with the AWS CLI to a third-party emulator that enforces
 * IAM, and exercises links, removals, reconciliation and custom resources.
 */
import { bundleHandlersIfStale } from './bundle.js';
import { automationProofs } from './check-emulator/automation-proofs.js';
import { declaredProofs } from './check-emulator/declared-proofs.js';
import { iamProof } from './check-emulator/iam-proof.js';
import { LEFT_OUT } from './check-emulator/known-resources.js';
import { holds, type Proof } from './check-emulator/proof.js';
import { Surroundings } from './check-emulator/surroundings.js';
import { virtualEnvironment, withoutPython } from './python/virtual-environment.js';

const PACKAGES = ['ministack==1.5.33', 'awscli==1.46.3'];

async function check(around: Surroundings): Promise<number> {
  let failed = 0;
  const groups: readonly (readonly Proof[])[] = [
    [iamProof(around)],
    automationProofs(around),
    declaredProofs(around),
  ];
  for (const proofs of groups) for (const proof of proofs) if (!(await holds(proof))) failed += 1;
  console.log(`not shown: ${LEFT_OUT.join('; ')}`);
  console.log(`${groups.flat().length - failed} passed, ${failed} failed`);
  return failed;
}

const python = virtualEnvironment('emulator', PACKAGES);
if (python === undefined) console.log(withoutPython('the templates on MiniStack'));
else {
  await bundleHandlersIfStale();
  const around = await Surroundings.start(python);
  try {
    if ((await check(around)) > 0) process.exitCode = 1;
  } finally {
    await around.stop();
  }
}
