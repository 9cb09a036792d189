import { Missing } from "../Failure";
import styles from "../frame/TenantFrame.module.css";

export function NotFoundPage() {
  return (
    <main className={styles.alone}>
      <Missing />
    </main>
  );
}
