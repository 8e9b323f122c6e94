plugin "terraform" {
  enabled = true
  preset  = "all"
}

# The files are split by what is read together; there is nothing left over for a main.tf.
rule "terraform_standard_module_structure" {
  enabled = false
}
