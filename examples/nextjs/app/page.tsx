import { ProfileNews } from "./profile-news";

export default function Page() {
  return (
    <main className="tidings-main tidings-stack">
      <h1 className="tidings-title">Your profile</h1>
      <ProfileNews />
    </main>
  );
}
