interface ImportMetaEnv {
  /** Where the API is in `--mode server`. Default: this host, port 8000. */
  readonly VITE_API_BASE_URL?: string;
}
