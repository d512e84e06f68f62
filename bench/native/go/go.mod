module calls

go 1.19

require machport v0.0.0

replace machport => ../../../bindings/go
