"""What is done to a referral."""
