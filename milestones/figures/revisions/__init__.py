"""What deliveries brought, corrected and changed."""
