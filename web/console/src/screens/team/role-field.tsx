import type { Colleague } from '../../app/api';
import { useWords } from '../../app/i18n';
import { Labelled, Select } from '../../parts/controls';

type Role = Colleague['role'];

/** What somebody may do. */
export function RoleField({ role, onPick }: { role: Role; onPick: (role: Role) => void }) {
  const { t } = useWords();
  return (
    <Labelled label={t('team.role')}>
      {(given) => (
        <Select
          {...given}
          value={role}
          onChange={(event) => onPick(event.target.value === 'admin' ? 'admin' : 'operator')}
        >
          <option value="operator">{t('role.operator')}</option>
          <option value="admin">{t('role.admin')}</option>
        </Select>
      )}
    </Labelled>
  );
}
