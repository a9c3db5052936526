"""What is kept between starts: settings, saved searches, secrets in the OS keyring."""
