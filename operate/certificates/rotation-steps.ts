import {
  authorityStage,
  beginAuthority,
  dropPreviousAuthority,
  switchAuthority,
} from '../../secrets/authority-rotation.js';
import { requestFile } from '../../secrets/certificate-request.js';
import { materialise, type SecretRequest } from '../../secrets/materialise.js';
import {
  beginPasswords,
  dropPreviousPasswords,
  passwordStage,
  rotatedPasswords,
  switchPasswords,
} from '../../secrets/password-rotation.js';
import type { Given } from '../../secrets/given.js';
import { openVault } from '../../secrets/vault.js';
import type { ChosenStack } from '../stack-choice.js';
import { certificateRequests, secretRequests } from './requests.js';
import type { Rotation } from './rotation.js';
import { untilTaken } from './taken.js';

/** The steps of a rotation. Each can be done again, and does then what is left of it. */
export class RotationSteps {
  readonly requests: readonly SecretRequest[];
  private readonly renewed = new Set<string>();

  constructor(
    private readonly stack: ChosenStack,
    private readonly rotation: Rotation,
  ) {
    this.requests = secretRequests(stack);
  }

  /** Has the old and the new count everywhere. Gives the passwords that stay, since they are given as they are. */
  async overlap(given: Given): Promise<string[]> {
    const { vault } = this.stack.facts;
    if (this.rotation.authority) await beginAuthority(vault, given.authority, new Date());
    const kept = this.rotation.passwords ? await beginPasswords(vault, given.secrets) : [];
    // Further on, what is left is the tiers' turn.
    if ([authorityStage(vault), passwordStage(vault)].includes('overlap')) await this.everywhere();
    return kept;
  }

  /** Takes the new ones into use in the vault; the tiers get them in their turn. */
  async takeIntoUse(): Promise<void> {
    const { vault } = this.stack.facts;
    if (this.rotation.authority) await switchAuthority(vault);
    if (this.rotation.passwords) await switchPasswords(vault, rotatedPasswords);
  }

  /** Gives some tiers their new certificates and passwords in one moment, and waits until they have them in use. Gives how many containers they have. */
  async tiers(requests: readonly SecretRequest[]): Promise<number> {
    const vault = await openVault({ directory: this.stack.facts.vault, environment: {}, report: () => {} });
    for (const certificate of this.rotation.certificates ? requests.flatMap(certificateRequests) : []) {
      const name = requestFile(certificate, '');
      const isWanted = this.rotation.authority ? vault.isOfPrevious(certificate) : !this.renewed.has(name);
      if (isWanted) await vault.renewCertificate(certificate);
      this.renewed.add(name);
    }
    await this.write(requests);
    const counts = await Promise.all(requests.map(async ({ tier }) => await untilTaken(this.stack, tier)));
    return counts.reduce((all, count) => all + count, 0);
  }

  /** Has only the new ones count. */
  async drop(): Promise<void> {
    const { vault } = this.stack.facts;
    if (this.rotation.authority) await dropPreviousAuthority(vault);
    if (this.rotation.passwords) await dropPreviousPasswords(vault);
    await this.everywhere();
  }

  /** Writes the secrets of some tiers. */
  async write(requests: readonly SecretRequest[]): Promise<void> {
    const { facts } = this.stack;
    const vault = await openVault({ directory: facts.vault, environment: {}, report: () => {} });
    await materialise({ vault, directory: facts.secrets, userId: facts.userId, requests });
  }

  private async everywhere(): Promise<void> {
    await this.write(this.requests);
    await Promise.all(this.requests.map(async ({ tier }) => await untilTaken(this.stack, tier)));
  }
}
