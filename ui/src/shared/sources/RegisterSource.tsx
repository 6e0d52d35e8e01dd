import { Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { RegisterSourceDocument, type RegisterSourceMutation } from '../../generated/documents';
import { request } from '../graphql';
import { Failure } from '../kit/Answer';
import { ChangeButton } from '../kit/ChangeButton';
import { EntityLink } from '../kit/EntityLink';
import { Problems } from '../kit/Marks';
import { plural } from '../time';
import styles from './RegisterSource.module.css';

const types = [
  { value: '', label: 'Find out' },
  { value: 'file', label: 'File' },
  { value: 'folder', label: 'Folder' },
  { value: 'git', label: 'Git repository' },
  { value: 'url', label: 'Address of a file' },
  { value: 'github', label: 'GitHub organisation' },
  { value: 'gitlab', label: 'GitLab group' },
  { value: 'gitea', label: 'Gitea organisation' },
  { value: 'bitbucket', label: 'Bitbucket workspace' },
];

/** Registers a source of descriptors. A dry run first shows what would be found; nothing is written by it. */
export function RegisterSource() {
  const client = useQueryClient();
  const [target, setTarget] = useState('');
  const [type, setType] = useState('');
  const register = useMutation({
    mutationFn: (dryRun: boolean) =>
      request(RegisterSourceDocument, { input: { target: target.trim(), type: type || undefined, dryRun } }),
    onSuccess: (_, dryRun) => (dryRun ? undefined : client.invalidateQueries()),
  });
  const ready = target.trim() !== '' && !register.isPending;
  const trying = register.variables === true;
  return (
    <div className={styles.register}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) register.mutate(true);
        }}
      >
        <TextInput
          label="Target"
          description="A descriptor file, a folder, the address of a git repository, of a file or of an organisation"
          placeholder="https://github.com/acme/shop.git"
          value={target}
          onChange={(event) => {
            setTarget(event.currentTarget.value);
            register.reset();
          }}
          className={styles.target}
        />
        <Select
          label="Type"
          data={types}
          value={type}
          onChange={(value) => setType(value ?? '')}
          allowDeselect={false}
          className={styles.type}
        />
        <ChangeButton type="submit" disabled={!ready} loading={register.isPending && trying}>
          Dry run
        </ChangeButton>
        <ChangeButton
          variant="filled"
          disabled={!ready}
          loading={register.isPending && !trying}
          onClick={() => register.mutate(false)}
        >
          Register
        </ChangeButton>
      </form>
      {register.isError && <Failure what="The source" error={register.error} />}
      {register.data && <Outcome result={register.data.registerSource} dryRun={trying} />}
    </div>
  );
}

function Outcome({ result, dryRun }: { result: RegisterSourceMutation['registerSource']; dryRun: boolean }) {
  const found = plural(result.entities.length, 'entity', 'entities');
  const refused = result.problems.length > 0 ? `, ${plural(result.problems.length, 'problem')}` : '';
  return (
    <div role="status" className={styles.outcome}>
      <p>{dryRun ? `A dry run found ${found}${refused}. Nothing was written.` : `Registered: ${found}${refused}.`}</p>
      <ul className={styles.found}>
        {result.entities.slice(0, 40).map((entity) => (
          <li key={entity.ref}>
            {dryRun ? <code>{entity.ref}</code> : <EntityLink entityRef={entity.ref} title={entity.title} />}
          </li>
        ))}
        {result.entities.length > 40 && <li className="quiet">and {result.entities.length - 40} more</li>}
      </ul>
      <Problems problems={result.problems} />
    </div>
  );
}
